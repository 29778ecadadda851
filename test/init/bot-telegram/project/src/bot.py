from telegram.ext import Application

from handlers import start


def main():
    Application.builder().token("x").build().run_polling()


if __name__ == "__main__":
    main()
