from fastapi import APIRouter

router = APIRouter(prefix="/greetings")


@router.get("/{name}")
def greet(name: str) -> dict[str, str]:
    return {"greeting": f"hello {name}"}
