import discord
from dotenv import load_dotenv

from cogs import music

load_dotenv()
client = discord.Client(intents=discord.Intents.default())
client.run("token")
