import csv

print(csv.__doc__)
