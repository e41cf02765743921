/** Whether a request, told as `GET /api/orders …`, only reads (RFC 9110, 9.2.1). */
export function isRead(request: string): boolean {
  return /^(?:GET|HEAD|OPTIONS) /.test(request);
}
