import streamlit as st

from charts import bar

st.write(bar())
