// Finds units in the list of check boxes, and counts those chosen. Without it the whole list is there.
"use strict";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().trim();

const pick = document.getElementById("pick");
if (pick) {
  const labels = [...pick.querySelectorAll(".boxes label")].map((label) => ({ label, name: fold(label.textContent) }));
  const find = pick.querySelector("#find");
  const count = pick.querySelector("#picked-count");
  const show = () => {
    const chosen = pick.querySelectorAll(".boxes input:checked").length;
    count.textContent = `${count.dataset.words}: ${chosen}/${labels.length}`;
  };
  pick.querySelector(".find").hidden = false;
  find.addEventListener("input", () => {
    const word = fold(find.value);
    // What is chosen stays in sight, so that nobody sends to a unit they no longer see.
    for (const { label, name } of labels) label.hidden = !name.includes(word) && !label.querySelector("input").checked;
  });
  // Enter in the search would send the whole form.
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  pick.addEventListener("change", show);
  show();
}
