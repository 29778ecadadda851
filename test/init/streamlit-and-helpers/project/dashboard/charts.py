import streamlit as st


def bar():
    return st.empty()
