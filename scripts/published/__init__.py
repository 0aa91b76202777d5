"""How each DfE release that the bundle carries over is read, figure by figure."""
