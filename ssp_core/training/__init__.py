"""Training of the bundled model (`pairing_loop`), of its family profiles and energies, and of token heads.

A token head is trained by `token_loop`, as `recipe` says, on RNAs that `rows` reads or `random_rnas` makes; `token_run`
is all of it together, for `ssp-core train` and for `jobs`, which trains beside a page.
"""
