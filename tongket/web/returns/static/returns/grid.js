// The return's grid: moves like a spreadsheet, saves each cell as it is left, and loses nothing when the line drops.
//
// What is typed goes into a queue that is kept in the browser until the server has answered. Every save has a key of its
// own; sent again after a dropped line it is the same save, so nothing is recorded twice.
"use strict";

(() => {
  const grid = document.querySelector("table.grid");
  if (!grid) return;
  const words = JSON.parse(document.getElementById("grid-words").textContent);
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const store = `tongket.return.${grid.dataset.return}`;
  const status = document.getElementById("save-state");
  const inputs = [...grid.querySelectorAll("input[data-cell]")];
  const byCell = new Map(inputs.map((input) => [input.dataset.cell, input]));
  const rows = [...grid.querySelectorAll("tbody tr")]
    .map((row) => [...row.querySelectorAll("input[data-cell]")])
    .filter((row) => row.length);
  let queue = kept();
  let sending = false;
  let retry = 0;
  let waits = null;

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(store)) || [];
    } catch {
      return [];
    }
  }

  function keep() {
    try {
      if (queue.length) localStorage.setItem(store, JSON.stringify(queue));
      else localStorage.removeItem(store);
    } catch {
      // A browser without storage still sends; only a dropped line together with a closed window would lose a cell.
    }
  }

  function key() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function tell(state) {
    status.dataset.state = state;
    status.textContent = words[state];
  }

  function mark(input, state, message) {
    input.dataset.state = state;
    const cell = input.closest("td");
    const shown = cell.querySelector(".cell-fault");
    shown.textContent = message || "";
    shown.hidden = !message;
    input.setAttribute("aria-invalid", state === "fault" || state === "conflict" ? "true" : "false");
  }

  function enqueue(changed) {
    const changes = changed
      .filter((input) => input.value !== input.dataset.seen)
      .map((input) => ({ cell: input.dataset.cell, text: input.value, seen: input.dataset.seen }));
    if (!changes.length) return;
    for (const change of changes) {
      const input = byCell.get(change.cell);
      input.dataset.seen = change.text;
      mark(input, "pending");
    }
    queue.push({ key: key(), changes });
    keep();
    send();
  }

  async function send() {
    if (sending || !queue.length) return;
    sending = true;
    tell("saving");
    const first = queue[0];
    try {
      const answer = await fetch(grid.dataset.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify(first),
        redirect: "manual",
      });
      const strange = answer.status === 403 && !(answer.headers.get("Content-Type") || "").includes("json");
      if (answer.type === "opaqueredirect" || answer.status === 401 || strange) {
        tell("signedout");
        sending = false;
        return;
      }
      if (answer.status >= 500) throw new Error(String(answer.status));
      const told = await answer.json();
      queue.shift();
      keep();
      retry = 0;
      if (answer.ok) show(told, first);
      else refuse(told, first);
    } catch {
      tell("offline");
      for (const change of first.changes) mark(byCell.get(change.cell), "kept");
      retry = Math.min(retry + 1, 6);
      setTimeout(() => { sending = false; send(); }, 500 * 2 ** retry);
      return;
    }
    sending = false;
    if (queue.length) send();
    else if (waits) {
      const form = waits;
      waits = null;
      form.requestSubmit();
    }
  }

  function waiting(cell) {
    return queue.some((save) => save.changes.some((change) => change.cell === cell));
  }

  // A step is taken on what its taker saw. Their own saves are known to them; what somebody else wrote in between is not.
  function seen(told) {
    for (const field of document.querySelectorAll("input[name=revision]")) {
      if (Number(field.value) === told.before) field.value = told.revision;
    }
  }

  function show(told, sent) {
    seen(told);
    for (const change of sent.changes) {
      const input = byCell.get(change.cell);
      const conflict = told.conflicts[change.cell];
      if (conflict !== undefined) {
        mark(input, "conflict", `${words.conflict} ${conflict.text || "–"} (${conflict.by})`);
        input.dataset.seen = conflict.text;
      } else if (!waiting(change.cell)) {
        const fault = told.faults[change.cell];
        mark(input, fault ? "fault" : "saved", fault);
      }
    }
    for (const [cell, text] of Object.entries(told.shown)) {
      const place = grid.querySelector(`td[data-shown="${CSS.escape(cell)}"]`);
      if (place) place.textContent = text;
    }
    findings(told.findings);
    tell(queue.length ? "saving" : "saved");
  }

  function refuse(told, sent) {
    for (const change of sent.changes) mark(byCell.get(change.cell), "fault", told.error);
    tell("refused");
  }

  function findings(found) {
    const list = document.getElementById("findings");
    if (!list) return;
    for (const cell of grid.querySelectorAll("td[data-finding]")) delete cell.dataset.finding;
    list.replaceChildren(...found.map(finding));
    document.getElementById("findings-none").hidden = found.length > 0;
  }

  function finding(one) {
    const item = document.createElement("li");
    item.dataset.severity = one.severity;
    const say = document.createElement("p");
    say.textContent = one.message;
    const why = document.createElement("p");
    why.className = "quiet";
    why.textContent = one.why;
    item.append(say, why);
    if (one.before) {
      const before = document.createElement("p");
      before.className = "quiet";
      before.textContent = `${words.before} ${one.before}`;
      item.append(before);
    }
    for (const cell of one.cells) {
      const input = byCell.get(cell);
      if (input) input.closest("td").dataset.finding = one.severity;
    }
    if (one.cells.length) {
      const go = document.createElement("button");
      go.type = "button";
      go.className = "plain";
      go.textContent = words.go;
      go.addEventListener("click", () => byCell.get(one.cells[0])?.focus());
      item.append(go);
    }
    if (one.severity === "warn") item.append(answerField(one));
    return item;
  }

  function answerField(one) {
    const field = document.createElement("label");
    field.className = "answer";
    field.append(words.answer);
    const text = document.createElement("input");
    text.value = one.answer || "";
    text.maxLength = 500;
    text.addEventListener("change", async () => {
      const answer = await fetch(grid.dataset.answer, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ finding: one.id, text: text.value }),
      });
      if (answer.ok) seen(await answer.json());
      text.dataset.state = answer.ok ? "saved" : "fault";
    });
    field.append(text);
    return field;
  }

  function move(input, down, right) {
    const at = rows.findIndex((row) => row.includes(input));
    if (down) {
      const column = input.dataset.cell.split("|")[1];
      for (let next = at + down; rows[next]; next += down) {
        const there = rows[next].find((other) => other.dataset.cell.split("|")[1] === column);
        if (there) return there.select(), there.focus(), true;
      }
      return false;
    }
    const there = rows[at][rows[at].indexOf(input) + right];
    if (!there) return false;
    there.focus();
    there.select();
    return true;
  }

  function whole(input) {
    return input.selectionStart === 0 && input.selectionEnd === input.value.length;
  }

  grid.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches("input[data-cell]")) return;
    const moves = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowLeft: whole(input) || input.selectionEnd === 0 ? [0, -1] : null,
      ArrowRight: whole(input) || input.selectionStart === input.value.length ? [0, 1] : null,
    };
    if (event.key === "Escape") {
      input.value = input.dataset.seen;
      input.select();
    } else if (moves[event.key] && move(input, ...moves[event.key])) {
      event.preventDefault();
    }
  });

  grid.addEventListener("focusin", (event) => {
    if (!event.target.matches("input[data-cell]")) return;
    event.target.select();
    beside(event.target.dataset.cell);
  });

  grid.addEventListener("focusout", (event) => {
    if (event.target.matches("input[data-cell]")) enqueue([event.target]);
  });

  grid.addEventListener("paste", (event) => {
    const input = event.target;
    const text = event.clipboardData.getData("text/plain");
    if (!input.matches("input[data-cell]") || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    const top = rows.findIndex((row) => row.includes(input));
    const left = rows[top].indexOf(input);
    const changed = [];
    let outside = 0;
    lines.forEach((line, down) => line.forEach((cell, right) => {
      const there = rows[top + down]?.[left + right];
      if (!there) {
        outside += cell.trim() ? 1 : 0;
        return;
      }
      there.value = cell.trim();
      changed.push(there);
    }));
    enqueue(changed);
    document.getElementById("paste-note").textContent = outside ? words.outside.replace("{}", outside) : "";
  });

  async function beside(cell) {
    const panel = document.getElementById("beside");
    if (!panel || panel.dataset.cell === cell) return;
    panel.dataset.cell = cell;
    // A note typed while the next cell's panel is on its way must not land on the last cell.
    panel.replaceChildren();
    try {
      const answer = await fetch(`${grid.dataset.beside}?cell=${encodeURIComponent(cell)}`);
      if (answer.ok && panel.dataset.cell === cell) panel.innerHTML = await answer.text();
    } catch {
      // The panel is a help; without a line the grid goes on.
    }
  }

  // A note goes the way of a number: into the queue, kept until the server has it.
  document.getElementById("beside")?.addEventListener("change", (event) => {
    const note = event.target;
    const input = byCell.get(note.dataset.note);
    if (!input) return;
    queue.push({ key: key(), changes: [{ cell: note.dataset.note, text: input.dataset.seen, note: note.value }] });
    keep();
    input.closest("td").toggleAttribute("data-noted", note.value.trim() !== "");
    send();
  });

  // Before a step is taken, what is still in a field or in the queue is sent.
  for (const form of document.querySelectorAll("form[data-step]")) {
    form.addEventListener("submit", (event) => {
      enqueue(inputs);
      if (queue.length) {
        event.preventDefault();
        waits = form;
        tell("wait");
      }
    });
  }

  window.addEventListener("online", () => { sending = false; retry = 0; send(); });
  window.addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });
  for (const save of queue) {
    for (const change of save.changes) {
      const input = byCell.get(change.cell);
      if (!input) continue;
      input.value = change.text;
      input.dataset.seen = change.text;
      mark(input, "kept");
    }
  }
  findings(JSON.parse(document.getElementById("grid-findings").textContent));
  send();
})();
