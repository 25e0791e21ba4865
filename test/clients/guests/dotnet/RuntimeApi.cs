using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

/// <summary>A runtime client as small as can be: it answers one invocation after the other by a function of texts.</summary>
public static class RuntimeApi
{
    static readonly HttpClient Http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
    static readonly string Root =
        "http://" + Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";

    public static void Serve(Func<string, IDictionary<string, string>, string> handle)
    {
        while (true)
        {
            var next = Http.GetAsync(Root + "invocation/next").Result.EnsureSuccessStatusCode();
            var headers = next.Headers.ToDictionary(
                header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase);
            var invocation = "invocation/" + headers["Lambda-Runtime-Aws-Request-Id"];
            try
            {
                Post(invocation + "/response", handle(next.Content.ReadAsStringAsync().Result, headers));
            }
            catch (Exception error)
            {
                var type = error.GetType().FullName;
                Post(invocation + "/error", "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + error.Message + "\"}");
            }
        }
    }

    /// <summary>
    /// Logs as AWS's client does: through a stream on the descriptor of the platform, in frames, with a time since it knows
    /// that kind. Header and text are written one after the other.
    /// </summary>
    public static void Log(string text, bool timed)
    {
        var descriptor = int.Parse(Environment.GetEnvironmentVariable("_LAMBDA_TELEMETRY_LOG_FD"));
        var message = Encoding.UTF8.GetBytes(text);
        var micros = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / 10;
        var header = BigEndian(BitConverter.GetBytes(timed ? 0xa55a0003u : 0xa55a0001u))
            .Concat(BigEndian(BitConverter.GetBytes(message.Length)))
            .Concat(timed ? BigEndian(BitConverter.GetBytes(micros)) : new byte[0])
            .ToArray();
        using (var handle = new SafeFileHandle(new IntPtr(descriptor), ownsHandle: false))
        using (var stream = new FileStream(handle, FileAccess.Write))
        {
            stream.Write(header, 0, header.Length);
            stream.Flush();
            stream.Write(message, 0, message.Length);
        }
    }

    static byte[] BigEndian(byte[] bytes)
    {
        Array.Reverse(bytes);
        return bytes;
    }

    static void Post(string path, string json)
    {
        var content = new StringContent(json, Encoding.UTF8, "application/json");
        Http.PostAsync(Root + path, content).Result.EnsureSuccessStatusCode();
    }
}
