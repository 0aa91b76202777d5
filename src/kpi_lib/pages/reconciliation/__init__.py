"""The page: the council's figures next to DfE's."""
