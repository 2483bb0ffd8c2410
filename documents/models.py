"""Files on an association: grant agreements, by-laws and the like, stored privately."""
