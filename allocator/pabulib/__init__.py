"""Elections of participatory budgeting in the Pabulib format: into a call, and back.

References
----------
Faliszewski et al. (2023), Participatory Budgeting: Data, Tools, and Analysis, IJCAI; format: pabulib.org/format.
"""
