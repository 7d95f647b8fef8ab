"""Fields that every register has, beside code and state."""

from tongket.core.text import Text
from tongket.registers.shared.declare import Field, Kind

ACCURACIES = {
    "surveyed": Text("đo tại chỗ", "surveyed"),
    "map": Text("xác định trên bản đồ", "from a map"),
    "commune": Text("chỉ biết xã, phường", "commune only"),
    "unsure": Text("chưa chắc chắn", "unsure"),
}
NAME = Field("name", Text("tên", "name"), required=True, listed=True, aliases=("ten goi", "name"))
POSITION = (
    Field("place", Text("địa bàn", "place"), Kind.PLACE, listed=True,
          aliases=("xã", "xã, phường", "commune", "địa điểm"),
          hint=Text("xã, phường; trùng tên thì ghi thêm tỉnh: “Ia Grai, Gia Lai”",
                    "commune; with its province where several have the name")),
    Field("latitude", Text("vĩ độ", "latitude"), Kind.NUMBER, decimals=6, aliases=("lat",)),
    Field("longitude", Text("kinh độ", "longitude"), Kind.NUMBER, decimals=6, aliases=("lon", "lng")),
    Field("accuracy", Text("độ chính xác vị trí", "accuracy of the position"), Kind.CHOICE, choices=ACCURACIES),
)  # fmt: skip
