/* SHA-256 (FIPS 180-4) in pieces. */
#ifndef SHA256_H
#define SHA256_H
#include <stddef.h>
#include <stdint.h>

struct sha256 {
  uint32_t state[8];
  uint64_t length;
  unsigned char rest[64];
  int fast; /* the processor has SHA instructions */
};

void sha256_begin(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const unsigned char *bytes, size_t size);
/* `text` takes 64 hexadecimal digits and a NUL. */
void sha256_end(struct sha256 *hash, char *text);
#endif
