import rich

rich.print("started")
