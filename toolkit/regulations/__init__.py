"""An institution as data: its vocabulary, its forms, its articles, its calendar."""
