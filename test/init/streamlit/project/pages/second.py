import streamlit as st

st.title("second")
