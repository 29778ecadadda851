import streamlit as st

st.title("hello from Streamlit")
st.line_chart({"squares": [number**2 for number in range(10)]})
