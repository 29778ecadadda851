"""Packages and files of Debian that a distroless image has no use for."""

import re

# Parts of Debian's own machinery: installation, configuration, users, services and the jobs of a running system.
PACKAGES = re.compile(
    r"(perl|perl-base|perl-modules-.*|libperl5\..*|lib.+-perl|dpkg|apt|debconf|debconf-.*|cdebconf|ucf|adduser|"
    r"cron|cron-daemon-common|anacron|logrotate|systemd|systemd-.*|libnss-systemd|libpam-systemd|dbus-user-session|"
    r"init|init-system-helpers|sysvinit-utils|lsb-base|insserv|runit-helper|needrestart)$"
)
# Paths with everything below them.
PATHS = re.compile(
    r"/usr/share/(doc|doc-base|man|info|locale|help|gtk-doc|gnome/help|lintian|bug|reportbug|menu|apport|perl5?|"
    r"bash-completion|zsh|fish|debconf|debianutils|initramfs-tools|polkit-1|upstart|pkgconfig|aclocal|vim|emacs)(/|$)|"
    r"/usr/lib/(systemd|tmpfiles\.d|sysusers\.d|udev|modules-load\.d|init|dpkg|apt|[^/]+/perl[^/]*|pm-utils|NetworkManager)(/|$)|"
    r"/etc/(default|init\.d|rc.\.d|init|sv|cron\.[^/]+|logrotate\.d|systemd|bash_completion\.d|apt|dpkg|debconf\.conf|"
    r"ucf\.conf|adduser\.conf|apparmor\.d|pam\.d|sudoers\.d|profile\.d|insserv\.conf\.d|rsyslog\.d|ufw|udev|perl|"
    r"update-motd\.d|network|NetworkManager|ppp|modprobe\.d|sysctl\.d|X11/Xsession\.d|xdg/autostart)(/|$)|"
    r"/var/lib/(dpkg|apt|ucf|systemd|dbus|pam|update-rc\.d|polkit-1)(/|$)|"
    r"/var/cache/(apt|debconf|man|ldconfig)(/|$)|/var/log(/|$)|/run(/|$)|/tmp(/|$)|/root(/|$)|/boot(/|$)|"
    r"/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$|/etc/(ld\.so\.cache|machine-id|\.pwd\.lock|shells|resolv\.conf|hosts|hostname|mtab)$|"
    # Private keys that an installation makes would be the same in every container.
    r"/etc/ssl/certs/ca-certificates\.crt$|/etc/ssh/ssh_host_[^/]*$|/etc/ssl/private(/|$)"
)


def is_unwanted_package(package):
    """Packages of Debian's own machinery, and the Essential ones, which every Debian has and no distroless image."""
    return package.essential or PACKAGES.match(package.name) is not None


def is_unwanted_path(path):
    """Documentation, translations, completions, and files of Debian's own machinery. `path` is written with /usr."""
    return PATHS.match(path) is not None
