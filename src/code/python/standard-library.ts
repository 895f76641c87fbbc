/** The standard library of Python 3.8 to 3.14 (The Python Standard Library, "Python Module Index"). */

/** Their results decide what is called, or they run functions that they are given: the library models them. */
const MODELLED = new Set(
  'ast asyncio atexit base64 builtins collections concurrent contextlib contextvars copy csv dataclasses datetime decimal enum functools gzip hashlib hmac http importlib io itertools json logging math multiprocessing operator os pathlib posixpath pprint queue random re runpy secrets shlex shutil signal string subprocess sys tempfile textwrap threading time traceback types typing unittest urllib uuid warnings weakref zipfile zlib'.split(
    ' ',
  ),
);

const OTHERS = new Set(
  '__future__ _thread abc aifc annotationlib argparse array asynchat asyncore audioop bdb binascii binhex bisect bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop colorsys compileall compression configparser copyreg crypt ctypes curses dbm difflib dis distutils doctest email encodings ensurepip errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib gc genericpath getopt getpass gettext glob graphlib grp heapq html idlelib imaplib imghdr imp inspect ipaddress keyword lib2to3 linecache locale lzma mailbox mailcap marshal mimetypes mmap modulefinder netrc nntplib ntpath numbers opcode optparse ossaudiodev parser pdb pickle pickletools pipes pkgutil platform plistlib poplib posix profile pstats pty pwd py_compile pyclbr pydoc quopri readline reprlib resource rlcompleter sched select selectors shelve site smtpd smtplib sndhdr socket socketserver spwd sqlite3 ssl stat statistics stringprep struct sunau symbol symtable sysconfig syslog tabnanny tarfile telnetlib termios test this timeit tkinter token tokenize tomllib trace tracemalloc tty turtle unicodedata uu venv wave webbrowser wsgiref xdrlib xml xmlrpc zipapp zipimport zoneinfo'.split(
    ' ',
  ),
);

export const isModelled = (name: string): boolean => MODELLED.has(name);

export const isStandard = (name: string): boolean => MODELLED.has(name) || OTHERS.has(name);
