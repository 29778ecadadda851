print("locked")
