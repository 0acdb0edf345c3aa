/* The whole content of the image hello-world: prints how its own words came to the screen. */
#include <stdio.h>

int main(void) {
    puts("\n"
         "Hello from a container!\n"
         "\n"
         "Four things have just happened:\n"
         " 1. your docker command asked the engine for a container of the image hello-world;\n"
         " 2. the engine laid out the image's files, which are this one program and nothing else;\n"
         " 3. the kernel started the program as process 1 of a world of its own;\n"
         " 4. its standard output came back to your terminal.\n"
         "\n"
         "There is no shell in here. For a container that has one, try:\n"
         "  docker run -it debian bash\n");
    return 0;
}
