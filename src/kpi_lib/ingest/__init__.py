"""Files become cells, cells become observations and issues: nothing is lost, nothing is guessed."""
