using System;
using System.Reflection;

/// <summary>
/// Stands in for AWS's Amazon.Lambda.RuntimeSupport, which no registry of these tests has: started by the same command
/// line, it loads the class library by the same handler. It knows methods from text to text only.
/// </summary>
public static class StandIn
{
    public static void Main(string[] words)
    {
        var parts = words[0].Split(new[] { "::" }, StringSplitOptions.None);
        var type = Assembly.Load(new AssemblyName(parts[0])).GetType(parts[1], throwOnError: true);
        var handler = Activator.CreateInstance(type);
        var method = type.GetMethod(parts[2]);
        RuntimeApi.Serve((json, headers) => (string)method.Invoke(handler, new object[] { json }));
    }
}
