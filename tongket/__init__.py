"""The periodic and annual review of a provincial Department of Industry and Trade."""

__version__ = "0.1.0"
