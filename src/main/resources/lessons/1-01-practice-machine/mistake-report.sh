# One arrow where two are needed, and parts that were left out.

expect report not-yet 'there is no file `report.txt`'
echo "$BERTH_STUDENT_MOTTO" > ~/report.txt
expect report not-yet 'does not have what `uname -a` prints'
uname -a > ~/report.txt
expect report not-yet 'has no line `'"$BERTH_STUDENT_MOTTO"'`'
free -m > ~/report.txt
df -h / > ~/report.txt
expect report not-yet 'has what `df` prints, but no line'
echo "$BERTH_STUDENT_MOTTO" > ~/report.txt
expect report not-yet 'does not have what `uname -a` prints'
# The words alone, and the commands without their options.
printf '%s\n' "$BERTH_STUDENT_MOTTO" 'Linux vm1 ' 'Mem:' 'Filesystem' > ~/report.txt
expect report not-yet 'does not have what `uname -a` prints'
echo "$BERTH_STUDENT_MOTTO" > ~/report.txt
uname -snr >> ~/report.txt
expect report not-yet 'does not have what `uname -a` prints'
uname -a >> ~/report.txt
expect report not-yet 'does not have what `free -m` prints'
free >> ~/report.txt
expect report not-yet 'but not as `free -m` prints it'
free -h >> ~/report.txt
expect report not-yet 'but not as `free -m` prints it'
free -m >> ~/report.txt
expect report not-yet 'does not have what `df -h /` prints'
df / >> ~/report.txt
expect report not-yet 'but not the disk `/` as'
df -h /dev >> ~/report.txt
expect report not-yet 'but not the disk `/` as'
# Typed by hand, or from another computer.
cp ~/report.txt ~/true.txt
sed 's/\(Linux vm1 \)[^ ]*/\15.10.0-1-cloud/' ~/true.txt > ~/report.txt
df -h / >> ~/report.txt
expect report not-yet 'of `uname -a`, but not what it prints on your machine'
{ sed '/^Mem:/d' ~/true.txt; echo 'Mem:            1984         100        1500           1         384        1884'; df -h /; } > ~/report.txt
expect report not-yet 'of `free -m`, but not what it prints on your machine'
{ cat ~/true.txt; echo '/dev/xvda1      7.7G  1.1G  6.6G  14% /'; } > ~/report.txt
expect report not-yet 'of `df -h /`, but not what it prints on your machine'
{ cat ~/true.txt; df -h /; } > ~/report.txt
passed report
