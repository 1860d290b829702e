/* DMTCP stand-in (test double): the names of the other libraries that 4.2.0 preloads. They do nothing. */
__attribute__((used)) static const char name[] = "DMTCP stand-in (test double), behaves like 4.2.0: an empty plugin";
