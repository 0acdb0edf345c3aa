/** The runtime of this host: has plans made and carried out, and owns the processes that come of them. Known to nobody in the runtime. */
package dev.berth.runtime.host;
