using System;
using System.Linq;
using System.Text.Json;

/// <summary>A function as an executable assembly: it brings its runtime client along.</summary>
public static class Program
{
    static int invocations;

    public static void Main()
    {
        RuntimeApi.Serve((json, headers) =>
        {
            invocations++;
            Console.WriteLine("dotnet says hello");
            RuntimeApi.Log("in a frame\nof two lines\n", timed: true);
            RuntimeApi.Log("in a frame\nof the older kind\n", timed: false);
            var wish = JsonDocument.Parse(json).RootElement;
            if (wish.TryGetProperty("fail", out var fail)) throw new InvalidOperationException(fail.GetString());
            var names = wish.GetProperty("variables").EnumerateArray().Select(name => name.GetString());
            var variables = names.ToDictionary(name => name, Environment.GetEnvironmentVariable);
            return JsonSerializer.Serialize(new
            {
                invocations,
                request = headers["Lambda-Runtime-Aws-Request-Id"],
                runtime = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
                folder = AppContext.BaseDirectory,
                variables,
            });
        });
    }
}
