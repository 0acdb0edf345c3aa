/**
 * Reading tar archives, which are hostile until proved otherwise. A reader of our own, since the libraries at hand keep whatever a header announces in memory: here
 * no header, name or attribute costs more than {@link dev.berth.engine.tar.TarReader#LONGEST_EXTENSION} bytes.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX, pax: ustar and pax interchange formats</a>
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, basic tar format</a>
 */
package dev.berth.engine.tar;
