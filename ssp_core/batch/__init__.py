"""Files of any number of RNAs, folded in bounded memory: read record by record, folded in blocks, written in order.

`inputs` reads and surveys them, `task` says what is done with a block, `engines` do it in this process or in several,
`output` writes so that a killed run goes on, and `rows` makes other files of what was written.
"""
