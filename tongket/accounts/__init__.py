"""People and what they may do. Names live here alone, and can be erased; everything else holds opaque ids."""
