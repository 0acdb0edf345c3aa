# What the scripts of mistakes share.

# try TASK LINE PART: hands in a line that gets no points, and a report with this part.
try() {
  answer "$1-line" "$2"
  submit
  graded "$1" 0 "$3"
}
