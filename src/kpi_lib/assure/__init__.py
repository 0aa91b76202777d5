"""What is between a built site and the public: commentary, disclosure, releases."""
