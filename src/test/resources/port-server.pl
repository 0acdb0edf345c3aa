use strict;
use IO::Socket::INET;

# A page, an upload and a WebSocket, with what each Debian has: a browser test runs it in a machine.
$SIG{CHLD} = 'IGNORE';
my $listening = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => 8080, Listen => 20, ReuseAddr => 1) or die "port 8080: $!";
while (my $client = $listening->accept) {
    next if fork;
    my ($first, %head) = (scalar <$client>);
    while (my $line = <$client>) {
        last if $line =~ /^\r?$/;
        $head{lc $1} = $2 if $line =~ /^([^:]+):\s*(.*?)\r?$/;
    }
    if ($first =~ m{^GET /socket}) {
        my ($sha) = `printf %s '$head{'sec-websocket-key'}258EAFA5-E914-47DA-95CA-C5AB0DC85B11' | sha1sum` =~ /^(\w+)/;
        my $accept = pack('u', pack('H*', $sha));
        $accept =~ s/^.|\n//g;
        $accept =~ tr{` -_}{AA-Za-z0-9+/};
        substr($accept, -1) = '=';
        print $client "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: $accept\r\n\r\n";
        $client->flush;
        while (read($client, my $start, 6) == 6) {
            my ($kind, $length, @mask) = unpack('C6', $start);
            read($client, my $text, $length & 127);
            my $i = 0;
            $text = join '', map { chr(ord($_) ^ $mask[$i++ % 4]) } split //, $text;
            last if ($kind & 15) == 8;
            print $client pack('CC', 0x81, length $text) . $text;
            $client->flush;
        }
    } elsif ($first =~ m{^POST /upload}) {
        my ($left, $got) = ($head{'content-length'}, 0);
        while ($got < $left && read($client, my $part, $left - $got < 65536 ? $left - $got : 65536)) {
            $got += length $part;
        }
        print $client "HTTP/1.1 200 OK\r\nContent-Length: " . length($got) . "\r\n\r\n$got";
    } else {
        my $cookies = $head{cookie} // 'none';
        my $page = qq{<!doctype html><title>hers</title><h1>hello from the machine</h1><p id="server-saw">$cookies</p><p id="upload"></p><p id="echo"></p><script>
            document.cookie = 'berth-session=tossed; Domain=localhost; Path=/';
            document.cookie = 'berth-session=tossed; Domain=.localhost; Path=/lessons';
            fetch('/upload', {method: 'POST', body: new Uint8Array(3000000)}).then(answer => answer.text()).then(text => upload.textContent = text);
            const socket = new WebSocket('ws://' + location.host + '/socket');
            socket.onopen = () => socket.send('over the socket');
            socket.onmessage = event => echo.textContent = event.data;
        </script>};
        print $client "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: mine=1; Domain=localhost\r\nContent-Length: " . length($page) . "\r\n\r\n$page";
    }
    exit;
}
