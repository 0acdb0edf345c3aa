/** A small web server on unix sockets with Docker's peculiarities: versions in paths, chunked answers, connections that become raw streams. Knows no route. */
package dev.berth.daemon.http;
