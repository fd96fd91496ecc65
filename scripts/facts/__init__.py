"""From the fact tables of `data/facts` to the layers of `data/layers`."""
