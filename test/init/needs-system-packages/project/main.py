import cairo
import ldap

print(cairo, ldap)
