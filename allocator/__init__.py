"""Choose which applications to fund under published rules: exact to the euro, provably optimal, explained."""

import lazy_loader

# A name is imported when it is first used: `import allocator` and each command load only what they need.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
