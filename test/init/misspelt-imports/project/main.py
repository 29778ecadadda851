import jsno
from datatime import date
import reqeusts
import nunpy as np
import aredis
import httpx

print(reqeusts.get("https://example.org"), np.zeros(3), date.today())
