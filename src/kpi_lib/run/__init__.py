"""Source notebooks become executed editions: kernels, rules, records of what was run."""
