"""The page: the council's figures beside DfE's."""
