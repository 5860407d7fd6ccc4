"""The demonstration: published cases, one for each plugin, taken through a whole audit as clients would."""
