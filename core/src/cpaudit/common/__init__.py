"""The content pack that all industries share: options, fuels, electricity, and the vocabulary of substances."""
