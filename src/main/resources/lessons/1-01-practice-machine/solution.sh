# A right way through the lesson, as a student would type it.

echo "hello, $BERTH_STUDENT_WORD"
echo "$BERTH_STUDENT_WORD" > ~/first.txt
cat ~/first.txt
passed first
echo something else > ~/first.txt
passed first

echo my name is Ada > ~/me.txt
passed me

mkdir ~/"$BERTH_STUDENT_BOX"
passed box

uname -a
nproc
free -m
df -h /
ip addr
# A machine of a proof may have no limit; those of students have one.
cat /sys/fs/cgroup/{,memory/}memory.{max,limit_in_bytes} 2>/dev/null | numfmt --to=iec || true

sleep "$BERTH_STUDENT_SECONDS" &
sleeper=$!
ps aux | grep "sleep $BERTH_STUDENT_SECONDS"
answer number "$sleeper"
passed number
kill "$sleeper"
wait || true
passed ended

echo one > ~/lines.txt
echo two > ~/lines.txt
[ "$(cat ~/lines.txt)" = two ]
echo three >> ~/lines.txt
[ "$(wc -l < ~/lines.txt)" = 2 ]

echo "$BERTH_STUDENT_MOTTO" > ~/report.txt
uname -a >> ~/report.txt
free -m >> ~/report.txt
df -h / >> ~/report.txt
passed report
