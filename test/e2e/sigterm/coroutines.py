import asyncio
import atexit


async def main():
    try:
        print("ready")
        await asyncio.sleep(60)
    finally:
        # Cancelled tasks may still wait for something.
        await asyncio.sleep(0.1)
        print("finally")


atexit.register(print, "atexit")
asyncio.run(main())
