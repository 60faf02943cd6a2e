"""A proxy before a NameNode that loses replies: the request is carried out, and whoever asked never hears of it.

    with LossyProxy(cluster.namenode_port, {"rename", "delete"}) as proxy:
        …                      # clients of proxy.port; each method named loses its first reply
        proxy.lost             # the names of those that did
"""
import socket
import struct
import threading

from messages import Messages, take_delimited

HELLO_BYTES = 7


def read_exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


def read_frame(connection):
    length = read_exactly(connection, 4)
    return length + read_exactly(connection, struct.unpack(">i", length)[0])


class LossyProxy:
    def __init__(self, namenode_port, methods, on_loss=lambda method: None):
        self.namenode_port, self.on_loss = namenode_port, on_loss
        self.lost, self._wanted, self._lock = [], set(methods), threading.Lock()
        self._messages = Messages()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.namenode_port))
        except OSError:
            client.close()
            return
        calls = {}  # call id -> method, of those not answered yet
        threading.Thread(target=self._answers, args=[server, client, calls], daemon=True).start()
        try:
            server.sendall(read_exactly(client, HELLO_BYTES))
            while True:
                request = read_frame(client)
                self._note(request, calls)
                server.sendall(request)
        except OSError:
            hang_up(client, server)

    def _note(self, request, calls):
        header, end = take_delimited(request, 4)
        folded = self._messages.decode("RpcRequestHeaderProto", header)["callId"]
        if folded & 1:  # negative: of the connection itself
            return
        name = self._messages.decode("RequestHeaderProto", take_delimited(request, end)[0])["methodName"]
        calls[folded >> 1] = name.decode()

    def _answers(self, server, client, calls):
        try:
            while True:
                answer = read_frame(server)
                header = self._messages.decode("RpcResponseHeaderProto", take_delimited(answer, 4)[0])
                method = calls.pop(header["callId"], None)
                if header["status"] == 0 and self._loses(method):
                    self.on_loss(method)
                    break
                client.sendall(answer)
        except OSError:
            pass
        hang_up(client, server)

    def _loses(self, method):
        with self._lock:
            if method not in self._wanted:
                return False
            self._wanted.discard(method)
            self.lost.append(method)
            return True


def hang_up(*connections):
    for connection in connections:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        connection.close()
