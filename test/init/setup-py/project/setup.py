from setuptools import find_packages, setup

setup(
    name="tool",
    version="1",
    packages=find_packages(),
    python_requires=">=3.8,<3.12",
    install_requires=["requests>=2", "lxml"],
    entry_points={"console_scripts": ["tool = tool.main:run"]},
)
