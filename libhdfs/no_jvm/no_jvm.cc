// An empty library (CMakeLists.txt says for whom).
